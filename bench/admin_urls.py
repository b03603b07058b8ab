"""Stock change lists of the same rows that the product's pages show."""

from django.contrib import admin
from django.urls import path

from handslag.programmes.models import Membership, Programme
from handslag.recruitment.models import Application


class OpenSite(admin.AdminSite):
    """Everybody who is signed in may do everything: rights cost nothing here."""

    def has_permission(self, request):
        return request.user.is_authenticated


class OpenAdmin(admin.ModelAdmin):
    def has_module_permission(self, request):
        return True

    def _yes(self, request, obj=None):
        return True

    has_view_permission = has_change_permission = has_delete_permission = _yes

    def has_add_permission(self, request):
        return True

    def get_queryset(self, request):
        return self.model.objects.everywhere("the yardstick knows no rights").order_by(*(self.ordering or ()))


class ApplicationAdmin(OpenAdmin):
    list_display = ["person", "role", "state", "channel", "received_at"]
    list_filter = ["role", "state"]
    list_select_related = ["person"]
    list_per_page = 25
    ordering = ["received_at"]
    show_full_result_count = True
    raw_id_fields = ["organisation", "programme", "call", "draft", "person", "response"]


class MembershipAdmin(OpenAdmin):
    list_display = ["person", "role", "joined_at"]
    list_filter = ["role"]
    list_select_related = ["person"]
    list_per_page = 25
    ordering = ["joined_at"]
    raw_id_fields = ["organisation", "programme", "person"]


class ProgrammeAdmin(OpenAdmin):
    list_display = ["title", "starts_on"]


site = OpenSite()
site.register(Application, ApplicationAdmin)
site.register(Membership, MembershipAdmin)
site.register(Programme, ProgrammeAdmin)
urlpatterns = [path("admin/", site.urls)]
